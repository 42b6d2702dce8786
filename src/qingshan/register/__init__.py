"""The register: sites and enterprises as lists and pages need them, projected from the dated facts of `casework`."""
