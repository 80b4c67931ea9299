"""The same promises on Kubernetes: what is installed and applied there as a user does it. run-kubernetes says where."""
