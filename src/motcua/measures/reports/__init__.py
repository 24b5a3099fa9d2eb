"""Reports: form II.06 and the periodic report on the resolution, each as PDF, Word and Excel with the same numbers."""
