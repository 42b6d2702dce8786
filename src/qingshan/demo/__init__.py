"""The demonstration district: synthetic, deterministic, built through actions alone (docs/demo.md tells its story)."""

from .build import Demo, build_demo, sign_ins

__all__ = ["Demo", "build_demo", "sign_ins"]
