printf "a b\nc c\n" >g.el
relais ego g.el b --direction out --csv
relais ego g.el c --csv
