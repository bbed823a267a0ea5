relais map $DATA/cli/triangle.el -o nowhere/map.png
relais map $DATA/cli/triangle.el -o map.png --width 20000 --dpi 1200; ls
