"""The example network: invented institutions, people, partners and technologies, as TOML beside this file."""
