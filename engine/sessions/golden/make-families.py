"""Makes lcm-unet, refiner-unet and families.safetensors: tiny UNets of the families that the goldens lack, and what diffusers computes.

    python make-families.py FOLDER     needs diffusers

LCM's takes its guidance scale embedded, the refiner's five numbers of size. Their contexts fit the text encoders of the goldens' SD1 and
SDXL, so that a test can build whole checkpoints around them. Weights are random float16.
"""
import sys
import torch
from diffusers import LatentConsistencyModelPipeline, UNet2DConditionModel
from safetensors.torch import save_file

SHARED = {"block_out_channels": [8, 16], "layers_per_block": 1, "norm_num_groups": 4, "sample_size": 8}
CROSS_DOWN, CROSS_UP = ["DownBlock2D", "CrossAttnDownBlock2D"], ["CrossAttnUpBlock2D", "UpBlock2D"]


def unet(folder, name, **config):
    network = UNet2DConditionModel(**SHARED, down_block_types=CROSS_DOWN, up_block_types=CROSS_UP, **config).eval()
    network.half().save_pretrained(f"{folder}/{name}")
    return network.float()


@torch.no_grad()
def main(folder):
    torch.manual_seed(6)
    tensors = {"sample": torch.randn(2, 4, 8, 6), "timestep": torch.tensor([999.0, 259.5])}
    lcm = unet(folder, "lcm-unet", cross_attention_dim=32, attention_head_dim=2, time_cond_proj_dim=20)
    scales = torch.tensor([7.5, 0.25])
    embed = LatentConsistencyModelPipeline.get_guidance_scale_embedding
    embedded = embed(None, scales, embedding_dim=20)
    context = torch.randn(2, 77, 32)
    at = tensors["timestep"]
    tensors |= {"lcm.context": context, "lcm.guidance": scales, "lcm.embedded": embedded}
    tensors["lcm.odd"] = embed(None, scales, embedding_dim=9)
    tensors["lcm.out"] = lcm(tensors["sample"], at, context, timestep_cond=embedded).sample
    tensors["lcm.plain"] = lcm(tensors["sample"], at, context).sample
    refiner = unet(folder, "refiner-unet", cross_attention_dim=40, attention_head_dim=[2, 4], use_linear_projection=True,
                   transformer_layers_per_block=[1, 2], addition_embed_type="text_time", addition_time_embed_dim=16,
                   projection_class_embeddings_input_dim=40 + 5 * 16)
    added = {"text_embeds": torch.randn(2, 40), "time_ids": torch.tensor([[64.0, 48, 0, 8, 6], [1024, 768, 16, 0, 2.5]])}
    context = torch.randn(2, 77, 40)
    tensors |= {"refiner.context": context, "refiner.pooled": added["text_embeds"], "refiner.ids": added["time_ids"]}
    tensors["refiner.out"] = refiner(tensors["sample"], at, context, added_cond_kwargs=added).sample
    save_file({name: value.contiguous() for name, value in tensors.items()}, f"{folder}/families.safetensors")


main(*sys.argv[1:])
