"""Reports as plain data, made once from the answers and shown as a page, as PDF and as a spreadsheet.

``report.py`` says what a report is; ``organisation.py`` and ``benchmark.py`` make one; ``charts.py``, ``pdf.py`` and
``workbook.py`` show one. The same answers give the same bytes.
"""
