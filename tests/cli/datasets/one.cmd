relais datasets list musae-twitch-fr --json
