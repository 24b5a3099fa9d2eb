"""The figures for the public: what everybody may see of the province's work, and take away as data."""
