"""What every part needs: errors, configuration, progress, the Hub, comparisons of texts. Imports no part."""
