relais ingest b.relais $DATA/cli/activity.txt --map source=1,target=2,time=3,kind=4 --kinds RT=share,MT=mention,RE=reply
relais rank b.relais --layers share,mention --top 3
relais rank b.relais --since 2012-07-02 --by in-strength
