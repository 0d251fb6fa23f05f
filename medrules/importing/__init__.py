"""Simple rules from tables: a CSV file or an XLSX workbook becomes a rule file in the language's own shape."""
