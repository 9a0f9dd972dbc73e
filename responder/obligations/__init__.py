"""Takes a snapshot of facts and the library of law; gives who must be told, by when and why; never reads anything else."""
