"""Deeds of on call: teams and absences (``teams``), ``rotas``, ``paths``, calling (``paging``) and answering."""
