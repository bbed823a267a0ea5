relais check $DATA/cli/photo.png
