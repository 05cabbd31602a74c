"""What is published beside the weights: the model card, and the modeling file that needs no verisieve."""
