cat $DATA/cli/activity.txt | relais ingest b.relais - --map source=1,target=2,time=3,kind=4 --kinds RT=share,MT=mention,RE=reply --json
