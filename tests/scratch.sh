# Sourced by test scripts.
# shellcheck shell=bash

# scratch_folder: a new folder, in memory where there is room: each commit of a database waits for the disk otherwise.
scratch_folder() {
  if [ -w /dev/shm ] && [ "$(df --output=avail /dev/shm | tail -n 1)" -gt 1048576 ]; then
    mktemp -d -p /dev/shm
  else
    mktemp -d
  fi
}
