relais export $DATA/cli/triangle.el -o t.csv --excel-fr --largest-component; ls; cat t*.csv
