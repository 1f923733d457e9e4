import os

# Documents bring lxml, and openpyxl would take it for what is read here with defusedxml and ElementTree: with
# other errors, and entities passed over instead of refused. `core.tables.guard` looks.
os.environ["OPENPYXL_LXML"] = "False"
