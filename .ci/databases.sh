#!/usr/bin/env bash
# Real database servers for the tests: Debian's MariaDB and PostgreSQL, with data, logs and ports of their own.
# Usage: databases.sh start|stop, or down|up mariadb|postgres. `start` writes what the tests read (TEST_MYSQL_URL,
# TEST_POSTGRES_URL) to target/databases/env, and begins with empty servers each time. `down` is a crash of one server, `up`
# starts it again with what it had. Each checkout has servers of its own; they do not meet.
#
# Commits do not wait for the disk, unless OA_DATABASES_DURABLE=1: nothing here has to survive a power cut.
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/target/databases

root() { [ "$(id -u)" -eq 0 ]; }

# A port that nobody listens on at the moment, below those that the system gives to clients.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# PostgreSQL refuses to run as root, and whom it runs as must be able to reach its folder.
as_nobody=()
if root; then as_nobody=(runuser -u nobody --); fi

# Ends only what this script started: the process must still be the program that the file says.
end() {
  local file=$1 name=$2 signal=$3 pid
  [ -s "$file" ] || return 0
  pid=$(head -n 1 "$file")
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$name" ]; then
    kill "-$signal" "$pid"
    for _ in $(seq 100); do [ -e "/proc/$pid" ] || break; sleep 0.1; done
    [ ! -e "/proc/$pid" ] || kill -KILL "$pid"
  fi
  rm -f "$file"
}

postgres_folder() { cat "$home/postgres-folder" 2>/dev/null; }

# QUIT is PostgreSQL's stop that does not wait; what it starts from again is its log, as after a crash.
down_mariadb() { end "$home/mariadb.pid" mariadbd KILL; rm -f "$home/mariadb/server.pid"; }
down_postgres() { end "$(postgres_folder)/data/postmaster.pid" postgres QUIT; }

stop() {
  down_mariadb
  if [ -s "$home/postgres-folder" ]; then
    local folder
    folder=$(postgres_folder)
    down_postgres
    case $folder in "$home"/* | /tmp/oa-mini-postgres.*) rm -rf "$folder" ;; esac
  fi
  rm -rf "$home/mariadb" "$home/postgres-folder" "$home/env"
}

init_mariadb() {
  mkdir -p "$home/mariadb"
  mariadb-install-db --no-defaults "--datadir=$home/mariadb" "--user=$(id -un)" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve >"$home/mariadb.log" 2>&1
}

start_mariadb() {
  local data=$home/mariadb port durable=()
  port=$(cat "$home/mariadb.port")
  [ -n "${OA_DATABASES_DURABLE:-}" ] || durable=(--innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync --innodb-doublewrite=0)
  printf '%s\n' "CREATE USER IF NOT EXISTS oa@'127.0.0.1' IDENTIFIED BY 'oa';" "GRANT ALL ON *.* TO oa@'127.0.0.1';" >"$data/init.sql"
  PATH=$PATH:/usr/sbin nohup mariadbd --no-defaults "--datadir=$data" "--user=$(id -un)" --bind-address=127.0.0.1 "--port=$port" \
    "--socket=/tmp/oa-mini-mariadb-$port.sock" "--pid-file=$data/server.pid" "--init-file=$data/init.sql" \
    --skip-name-resolve --max-connections=400 "${durable[@]}" >>"$home/mariadb.log" 2>&1 </dev/null &
  echo $! >"$home/mariadb.pid"
}

# Only once its port is its own.
ready_mariadb() { [ -s "$home/mariadb/server.pid" ]; }
ready_postgres() { grep -q ready "$(postgres_folder)/data/postmaster.pid" 2>/dev/null; }

# What runs the newest version that the distribution has.
postgres_bin() { printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1; }

init_postgres() {
  local folder=$home/postgres
  mkdir -p "$folder"
  if root; then
    chown nobody "$folder"
    if ! "${as_nobody[@]}" test -w "$folder"; then
      rmdir "$folder"
      folder=$(mktemp -d /tmp/oa-mini-postgres.XXXXXX)
      chown nobody "$folder"
    fi
  fi
  echo "$folder" >"$home/postgres-folder"
  echo oa >"$folder/password"
  (cd "$folder" && "${as_nobody[@]}" "$(postgres_bin)/initdb" -D "$folder/data" -U oa -E UTF8 --locale=C.UTF-8 --no-sync \
    -A password "--pwfile=$folder/password") >"$home/postgres.log" 2>&1
}

start_postgres() {
  local port folder durable=()
  port=$(cat "$home/postgres.port")
  folder=$(postgres_folder)
  [ -n "${OA_DATABASES_DURABLE:-}" ] || durable=(-c fsync=off -c full_page_writes=off)
  (cd "$folder" && exec nohup "${as_nobody[@]}" "$(postgres_bin)/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 \
    -p "$port" -c unix_socket_directories= -c max_connections=300 "${durable[@]}") >>"$home/postgres.log" 2>&1 </dev/null &
}

# Until it takes connections.
wait_for() {
  local name=$1 port
  port=$(cat "$home/$name.port")
  for _ in $(seq 300); do
    if "ready_$name" && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "$name does not start; the end of target/databases/$name.log:" >&2
  tail -n 20 "$home/$name.log" >&2
  stop
  exit 1
}

case ${1:-} in
start)
  .ci/packages.sh /usr/sbin/mariadbd=mariadb-server-core /usr/bin/my_print_defaults=mariadb-client-core /usr/lib/postgresql=postgresql
  mkdir -p "$home"
  stop
  free_port >"$home/mariadb.port"
  free_port >"$home/postgres.port"
  echo "export TEST_MYSQL_URL=mysql://oa:oa@127.0.0.1:$(cat "$home/mariadb.port")" >"$home/env"
  echo "export TEST_POSTGRES_URL=postgres://oa:oa@127.0.0.1:$(cat "$home/postgres.port")" >>"$home/env"
  init_postgres &
  init_mariadb || { cat "$home/mariadb.log" >&2; exit 1; }
  wait $! || { cat "$home/postgres.log" >&2; exit 1; }
  start_mariadb
  start_postgres
  wait_for mariadb
  wait_for postgres
  ;;
stop) stop ;;
down | up)
  case ${2:-} in mariadb | postgres) ;; *) echo "usage: databases.sh $1 mariadb|postgres" >&2; exit 2 ;; esac
  if [ "$1" = down ]; then "down_$2"; else "start_$2"; wait_for "$2"; fi
  ;;
*)
  echo "usage: databases.sh start|stop, down|up mariadb|postgres" >&2
  exit 2
  ;;
esac
