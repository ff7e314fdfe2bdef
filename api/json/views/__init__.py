"""What leaves by the JSON API: classes of their own, so that a new column stays inside until it is named here."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)
