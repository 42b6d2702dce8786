"""demo, serve."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from .answer import ENVIRONMENT, Answer, say


def demo(args: argparse.Namespace) -> Answer:
    """Keys: data, address, sign_ins: [{login, password, name}], built (false when it was there already)."""
    from qingshan.demo import build_demo
    from qingshan.foundation.data_folder import folder_from_environment

    data = folder_from_environment()
    made = build_demo(data, say)
    address = f"http://127.0.0.1:{args.port}/"
    lines = [
        f"演示区在 {data.root}，全部虚构。",
        *(f"  {s['login']:<12} {s['password']}  {s['name']}" for s in made.sign_ins),
        "签发 2019-10-24 的台账：",
        f"  {command_name()} ledger issue --data {data.root} --on 2019-10-24 --out .",
    ]
    answer = Answer(
        lines, {"data": str(data.root), "address": address, "sign_ins": made.sign_ins, "built": made.is_new}
    )
    if args.no_serve:
        return answer
    answer.give(as_json=args.json)
    say(f"打开 {address} （停止按 Ctrl+C）")
    return _serve("127.0.0.1", args.port)


def command_name() -> str:
    """How this reader can call the command: by its name where it is on the path, else by its place."""
    if shutil.which("qingshan"):
        return "qingshan"
    place = Path(sys.executable).with_name("qingshan")
    return os.path.relpath(place) if place.exists() else f"{sys.executable} -m qingshan.cli.main"


def serve(args: argparse.Namespace) -> Answer:
    """Serves until stopped. Keys (on failure): error."""
    from qingshan.casework.projection import refresh_all
    from qingshan.foundation.clock import now, today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.foundation.turn import writing

    with writing():
        refresh_all(programme_in_force(), store().shown_on or today(), now())
    say(f"打开 http://{args.host}:{args.port}/ （停止按 Ctrl+C）")
    return _serve(args.host, args.port)


def _serve(host: str, port: int) -> Answer:
    import socket

    from granian.constants import Interfaces
    from granian.server import Server

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            text = f"端口 {port} 已被占用。换一个：--port {port + 1}"
            return Answer([text], {"error": {"code": "environment", "message": text}}, ENVIRONMENT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.foundation.settings")
    Server(
        "qingshan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        log_enabled=False,
    ).serve()
    return Answer([])
