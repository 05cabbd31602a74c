"""Pages made of what was measured: the report and its plots, explanations, a calibration's page."""
