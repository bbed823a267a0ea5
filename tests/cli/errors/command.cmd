relais ranc x
