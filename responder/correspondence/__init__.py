"""Correspondence: what authorities, courts, insurers and controllers ask and answer, and what we promised them.

Takes notices that went out and what people say came in; gives case numbers, letters in and out by hash, questions with
an owner and a due time, promises, and how a clock ended, each with its proof. Never sends.
"""
