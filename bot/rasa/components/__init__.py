"""The pipeline of config.yml: thin classes around bot.nlu and bot.german."""
