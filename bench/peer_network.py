"""One network of a diffusers folder in torch: the peer of bench/networks.ts.

Reads a JSON job from argv: {model, network, side, rows, runs, dtype}. Prints {best_s, peak_mb}.
"""

import json
import sys

from peer_timing import tell_best


def main() -> None:
    import torch

    job = json.loads(sys.argv[1])
    dtype = getattr(torch, job["dtype"])
    run = NETWORKS[job["network"]](job, dtype)
    with torch.inference_mode():
        run()
        tell_best(run, job["runs"])


def unet(job: dict, dtype):
    import diffusers
    import torch

    network = diffusers.UNet2DConditionModel.from_pretrained(f"{job['model']}/unet", torch_dtype=dtype)
    rows, size = job["rows"], job["side"] // 8
    sample = torch.randn(rows, 4, size, size, dtype=dtype)
    context = torch.randn(rows, 77, 768, dtype=dtype)
    return lambda: network(sample, torch.tensor([500.0] * rows), context)


def decoder(job: dict, dtype):
    import diffusers
    import torch

    network = diffusers.AutoencoderKL.from_pretrained(f"{job['model']}/vae", torch_dtype=dtype)
    latent = torch.randn(1, 4, job["side"] // 8, job["side"] // 8, dtype=dtype)
    return lambda: network.decode(latent)


def text(job: dict, dtype):
    import torch
    import transformers

    network = transformers.CLIPTextModel.from_pretrained(f"{job['model']}/text_encoder", torch_dtype=dtype)
    ids = torch.arange(1, 78)[None]
    return lambda: network(ids)


NETWORKS = {"unet": unet, "decoder": decoder, "text": text}


if __name__ == "__main__":
    main()
