"""The page of the Space: a form that computes the metric. Runs on the Hub, where gradio is installed."""

import evaluate
from evaluate.utils import launch_gradio_widget

launch_gradio_widget(evaluate.load("./ranking.py"))
