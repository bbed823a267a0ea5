relais datasets lst
relais datasets make
relais datasets make here
relais datasets fetch
relais datasets fetch musae-twitch-fr --catalogue nothing.json
