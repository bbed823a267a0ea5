relais rank $DATA/cli/triangle.el --since 2020-01-02 --until 2020-01-01
