"""Makes the tiny upscalers of this folder and, in expected.safetensors, what torch computes with them.

    python make.py FOLDER     needs torch and safetensors

Random weights, rounded to float16 and kept as such. The networks are written from their papers (ESRGAN, arXiv 1809.00219; Real-ESRGAN,
arXiv 2107.10833) under Real-ESRGAN's module names, then saved under the names of each generation of the code.
"""
import re
import sys
import torch
import torch.nn.functional as F
from safetensors.torch import save_file


def conv(w, name, x):
    return F.conv2d(x, w[name + ".weight"], w.get(name + ".bias"), padding=w[name + ".weight"].shape[-1] // 2)


def lrelu(x):
    return F.leaky_relu(x, 0.2)


def dense(w, at, x):
    plus = conv(w, at + ".conv1x1", x) if at + ".conv1x1.weight" in w else None
    xs = [x]
    for k in range(1, 5):
        y = lrelu(conv(w, f"{at}.conv{k}", torch.cat(xs, 1)))
        if plus is not None and k == 2:
            y = y + plus
        if plus is not None and k == 4:
            y = y + xs[2]
        xs.append(y)
    return conv(w, at + ".conv5", torch.cat(xs, 1)) * 0.2 + x


def rrdb(w, x, blocks, doublings, unshuffle):
    first = conv(w, "conv_first", F.pixel_unshuffle(x, unshuffle))
    h = first
    for n in range(blocks):
        y = h
        for d in (1, 2, 3):
            y = dense(w, f"body.{n}.rdb{d}", y)
        h = y * 0.2 + h
    h = first + conv(w, "conv_body", h)
    for i in range(1, doublings + 1):
        h = lrelu(conv(w, f"conv_up{i}", F.interpolate(h, scale_factor=2, mode="nearest")))
    return conv(w, "conv_last", lrelu(conv(w, "conv_hr", h)))


def compact(w, x, convolutions, scale):
    h = x
    for i in range(convolutions - 1):
        h = F.prelu(conv(w, f"body.{2 * i}", h), w[f"body.{2 * i + 1}.weight"])
    h = F.pixel_shuffle(conv(w, f"body.{2 * convolutions - 2}", h), scale)
    return h + F.interpolate(x, scale_factor=scale, mode="nearest")


def half(shape, size):
    return (torch.randn(shape) * size).half().float()


def layer(w, name, out, given, kernel=3, bias=True, gain=1.0):
    w[name + ".weight"] = half((out, given, kernel, kernel), gain / (given * kernel * kernel) ** 0.5)
    if bias:
        w[name + ".bias"] = half((out,), 0.1)


def rrdb_weights(features, growth, blocks, doublings, unshuffle, plus=False):
    w = {}
    layer(w, "conv_first", features, 3 * unshuffle**2)
    for at in [f"body.{n}.rdb{d}" for n in range(blocks) for d in (1, 2, 3)]:
        for k in range(1, 6):
            layer(w, f"{at}.conv{k}", growth if k < 5 else features, features + (k - 1) * growth, gain=2)
        if plus:
            layer(w, f"{at}.conv1x1", growth, features, 1, bias=False)
    for name in ["conv_body", *[f"conv_up{i + 1}" for i in range(doublings)], "conv_hr"]:
        layer(w, name, features, features, gain=1.4)
    layer(w, "conv_last", 3, features, gain=0.2)
    w["conv_last.bias"] += 0.5
    return {name: value.half().float() for name, value in w.items()}


def oldest(name, blocks, doublings):
    name = re.sub(r"^body\.(\d+)\.rdb(\d)\.(conv\d)\.", r"model.1.sub.\1.RDB\2.\3.0.", name)
    name = re.sub(r"^body\.(\d+)\.rdb(\d)\.conv1x1\.", r"model.1.sub.\1.RDB\2.conv1x1.", name)
    name = re.sub(r"^conv_up(\d)\.", lambda m: f"model.{3 * int(m[1])}.", name)
    places = {"conv_first": 0, "conv_body": f"1.sub.{blocks}", "conv_hr": 3 * doublings + 2, "conv_last": 3 * doublings + 4}
    for module, place in places.items():
        name = name.replace(module + ".", f"model.{place}.")
    return name


def older(name):
    name = re.sub(r"^body\.(\d+)\.rdb(\d)\.", r"RRDB_trunk.\1.RDB\2.", name)
    return name.replace("conv_body", "trunk_conv").replace("conv_up", "upconv").replace("conv_hr", "HRconv")


def main(folder):
    torch.manual_seed(4)
    expected = {}

    def keep(name, weights, spell, run, size):
        save_file({spell(key): value.half() for key, value in weights.items()}, f"{folder}/{name}.safetensors")
        x = torch.rand(1, 3, *size)
        y = run(x)
        print(name, tuple(y.shape), f"{y.min():.3f} .. {y.max():.3f}, std {y.std():.3f}")
        expected[f"{name}.in"], expected[f"{name}.out"] = x, y.clamp(0, 1)

    for name, spell, numbers, plus, size in [
        ("rrdb-oldest-x4", lambda key: oldest(key, 2, 2), (6, 3, 2, 2, 1), False, (9, 13)),
        ("rrdb-plus-x2", lambda key: oldest(key, 1, 1), (6, 3, 1, 1, 1), True, (9, 8)),
        ("rrdb-older-x4", older, (4, 3, 1, 2, 1), False, (7, 5)),
        ("rrdb-x2", lambda key: "params_ema." + key, (6, 3, 1, 2, 2), False, (14, 10)),
        ("rrdb-x1", lambda key: key, (6, 3, 1, 2, 4), False, (16, 12)),
    ]:
        weights = rrdb_weights(*numbers, plus)
        keep(name, weights, spell, lambda x: rrdb(weights, x, *numbers[2:]), size)
    weights = {}
    for i, (out, given) in enumerate([(8, 3), (8, 8), (8, 8), (48, 8)]):
        layer(weights, f"body.{2 * i}", out, given, gain=0.2 if i == 3 else 1.4)
        if i < 3:
            weights[f"body.{2 * i + 1}.weight"] = half((out,), 0.3)
    keep("compact-x4", weights, lambda key: key, lambda x: compact(weights, x, 4, 4), (9, 7))
    save_file(expected, f"{folder}/expected.safetensors")


main(sys.argv[1])
