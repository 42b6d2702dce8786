"""The demonstration district: synthetic, built through actions alone."""
