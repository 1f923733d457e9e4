"""The records of fault tolerance: applications, cases, findings (第十一、十二条)."""
