# b and c listen to a, d to b and c. A cascade a line; the second form in the file of the test.
printf '# who listens to whom\nb a\nc a\nd b\nd c\n' >g.el
for i in 1 2 3 4 5; do printf 'a b 10 d 30\na b 5\na c 7 d 9\na\n'; done >train.txt
printf 'a b 3 d 4\na c 2\na b 1\n' >val.txt
printf 'd,9 b,5 a,2024-05-01\na,1 c,2\na,1\n' >test.txt
relais learn g.el --cascades train.txt --validate val.txt --test test.txt -o p.csv
cat p.csv
relais learn g.el --cascades train.txt --method jaccard --prior 0 --window 8s -o - --quiet
relais learn g.el --cascades train.txt --json --quiet | head -c 380; echo
relais simulate g.el --seeds a --probability p.csv --runs 100 --quiet | grep probabilities
gzip train.txt; relais learn g.el --cascades train.txt.gz -o q.csv --csv
