relais card
echo "exit: $?"
relais card "$DATA/cli/triangle.el" --allowed
echo "exit: $?"
relais card "$DATA/cli/triangle.el" --policy awarness
echo "exit: $?"
relais card "$DATA/cli/triangle.el" --policy no/such.json
echo "exit: $?"
relais card --print-policy awarness
echo "exit: $?"
relais card "$DATA/cli/triangle.el" nobody
echo "exit: $?"
relais card "$DATA/cli/triangle.el" --by pagerang
