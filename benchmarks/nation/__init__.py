"""A synthetic nation: any number of fictional cities, each with a page and seven PDFs of sheets.

Seeded: the same numbers give the same bytes. Streamed: one PDF is in memory at a time.
"""

from benchmarks.nation.cities import SHEETS_A_PDF, City, cities, pdfs, write_city

__all__ = ["SHEETS_A_PDF", "City", "cities", "pdfs", "write_city"]
