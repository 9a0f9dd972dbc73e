"""Reads of on call: rotas, teams and paths (``rotas``), whom a level means (``people``), calls (``pages``)."""
