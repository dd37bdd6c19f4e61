"""Makes edges.safetensors: what diffusers computes with the tiny SD1 of the goldens, its VAE in tiles, and with convolutions that wrap around.

    python make.py GOLDENS FOLDER     needs diffusers
"""
import sys
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file


def circular(network):
    """As A1111 makes pictures tile: every Conv2d; the encoder's own padding before it halves a picture stays zeros."""
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.padding_mode = "circular"
            module._reversed_padding_repeated_twice = torch.nn.modules.utils._reverse_repeat_tuple(module.padding, 2)
    return network


@torch.no_grad()
def main(goldens, folder):
    sd1 = f"{goldens}/A/sd1"
    torch.manual_seed(4)
    tensors = {}
    vae = AutoencoderKL.from_pretrained(f"{sd1}/diffusers/vae").eval()
    latent = torch.randn(1, 4, 10, 9)
    vae.enable_tiling()
    scaled = latent / vae.config.scaling_factor
    decoded = vae.decode(scaled).sample
    moments = vae.encode(decoded).latent_dist
    tensors |= {"latent": latent, "tiled.decoded": decoded, "tiled.mean": moments.mean, "tiled.logvar": moments.logvar}
    vae.disable_tiling()
    circular(vae)
    tensors["circular.decoded"] = vae.decode(scaled[:, :, :6, :5]).sample
    moments = vae.encode(decoded[:, :, :48, :40]).latent_dist
    tensors |= {"circular.mean": moments.mean, "circular.logvar": moments.logvar}
    unet = circular(UNet2DConditionModel.from_pretrained(f"{sd1}/diffusers/unet").eval())
    given = load_file(f"{sd1}/unet_b1_8x8.safetensors")
    tensors["circular.eps"] = unet(given["in.sample"], given["in.timestep"], given["in.context"]).sample
    print({name: tuple(value.shape) for name, value in tensors.items()})
    print("logvar", tensors["tiled.logvar"].min(), tensors["tiled.logvar"].max())
    save_file({name: value.contiguous() for name, value in tensors.items()}, f"{folder}/edges.safetensors")


main(*sys.argv[1:])
