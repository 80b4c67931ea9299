"""The end-to-end tests on processes of this machine."""
