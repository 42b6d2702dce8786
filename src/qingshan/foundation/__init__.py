"""What every room stands on: settings from the environment, the problems catalogue, the audit chain, the data folder."""
