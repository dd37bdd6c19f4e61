"""The same cells drawn by diffusers: the peer of bench/main.ts.

Reads one JSON job from stdin: {model, prompt, negative_prompt, seeds, cfg_scales, steps, out}. Draws every cell by one pipeline call
(what a notebook loop does), then the rows again with all seeds in one call (what a careful user does). Writes the pictures of the
first way as raw RGB to `out` and prints {load_s, loop_s, batched_s, torch, diffusers, threads}.
"""

import json
import pathlib
import sys
import time


def main() -> None:
    import diffusers
    import torch

    diffusers.utils.logging.set_verbosity_error()
    job = json.load(sys.stdin)
    started = time.perf_counter()
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(
        job["model"], torch_dtype=torch.float32, safety_checker=None
    )
    pipe.scheduler = diffusers.DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
    pipe.set_progress_bar_config(disable=True)
    loaded = time.perf_counter()

    def draw(seeds: list[int], cfg_scale: float, steps: int):
        return pipe(
            prompt=[job["prompt"]] * len(seeds),
            negative_prompt=[job["negative_prompt"]] * len(seeds),
            num_inference_steps=steps,
            guidance_scale=cfg_scale,
            generator=[torch.Generator("cpu").manual_seed(seed) for seed in seeds],
        ).images

    draw(job["seeds"][:1], job["cfg_scales"][0], 2)  # first-call costs are not the loop's
    out = pathlib.Path(job["out"])
    begun = time.perf_counter()
    for seed in job["seeds"]:
        for cfg_scale in job["cfg_scales"]:
            picture = draw([seed], cfg_scale, job["steps"])[0]
            (out / f"{seed}-{cfg_scale}.rgb").write_bytes(picture.tobytes())
    looped = time.perf_counter()
    for cfg_scale in job["cfg_scales"]:
        draw(job["seeds"], cfg_scale, job["steps"])
    batched = time.perf_counter()
    print(
        json.dumps(
            {
                "load_s": loaded - started,
                "loop_s": looped - begun,
                "batched_s": batched - looped,
                "torch": torch.__version__,
                "diffusers": diffusers.__version__,
                "threads": torch.get_num_threads(),
            }
        )
    )


if __name__ == "__main__":
    main()
