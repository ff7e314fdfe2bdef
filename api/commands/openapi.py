"""`helix openapi`."""

import json

import typer


def openapi() -> None:
    """Print the API's description as JSON."""
    from api.json.app import create_json_app

    typer.echo(json.dumps(create_json_app().openapi(), ensure_ascii=False, indent=2))
