"""Alliances: does the quarter-end push pay, or does the relationship?"""
