for option in '--hops 0' '--hops 64' '--precision 3' '--alpha -1' '--max-rounds -1' '--damping 1' '--tolerance 0' '--top -1'; do
  relais rank $DATA/cli/two_groups.graphml $option
  echo "$?"
done
