"""Tests of courses/certificates."""
