#!/usr/bin/env bash
# Real database servers for the tests: Debian's MariaDB and PostgreSQL, with data, logs and ports of their own.
# Usage: databases.sh start|stop. `start` writes what the tests read (TEST_MYSQL_URL, TEST_POSTGRES_URL) to
# target/databases/env, and begins with empty servers each time.
#
# Commits do not wait for the disk, unless OA_DATABASES_DURABLE=1: nothing here has to survive a power cut.
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/target/databases

root() { [ "$(id -u)" -eq 0 ]; }

# A port that nobody listens on at the moment.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
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

stop() {
  end "$home/mariadb.pid" mariadbd TERM
  if [ -s "$home/postgres-folder" ]; then
    local folder
    folder=$(cat "$home/postgres-folder")
    end "$folder/data/postmaster.pid" postgres QUIT # the stop that does not wait: the data goes anyway
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
  port=$(free_port)
  [ -n "${OA_DATABASES_DURABLE:-}" ] || durable=(--innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync --innodb-doublewrite=0)
  printf '%s\n' "CREATE USER oa@'127.0.0.1' IDENTIFIED BY 'oa';" "GRANT ALL ON *.* TO oa@'127.0.0.1';" >"$data/init.sql"
  PATH=$PATH:/usr/sbin nohup mariadbd --no-defaults "--datadir=$data" "--user=$(id -un)" --bind-address=127.0.0.1 "--port=$port" \
    "--socket=/tmp/oa-mini-mariadb-$port.sock" "--pid-file=$data/server.pid" "--init-file=$data/init.sql" \
    --skip-name-resolve --max-connections=400 "${durable[@]}" >>"$home/mariadb.log" 2>&1 </dev/null &
  echo $! >"$home/mariadb.pid"
  echo "export TEST_MYSQL_URL=mysql://oa:oa@127.0.0.1:$port" >>"$home/env"
  echo "$port" >"$home/mariadb.port"
}

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
  port=$(free_port)
  folder=$(cat "$home/postgres-folder")
  [ -n "${OA_DATABASES_DURABLE:-}" ] || durable=(-c fsync=off -c full_page_writes=off)
  (cd "$folder" && exec nohup "${as_nobody[@]}" "$(postgres_bin)/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 \
    -p "$port" -c unix_socket_directories= -c max_connections=300 "${durable[@]}") >>"$home/postgres.log" 2>&1 </dev/null &
  echo "export TEST_POSTGRES_URL=postgres://oa:oa@127.0.0.1:$port" >>"$home/env"
  echo "$port" >"$home/postgres.port"
}

# Until both take connections.
wait_for() {
  local name=$1 port
  port=$(cat "$home/$name.port")
  for _ in $(seq 300); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
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
  : >"$home/env"
  init_postgres &
  init_mariadb || { cat "$home/mariadb.log" >&2; exit 1; }
  wait $! || { cat "$home/postgres.log" >&2; exit 1; }
  start_mariadb
  start_postgres
  wait_for mariadb
  wait_for postgres
  ;;
stop) stop ;;
*)
  echo "usage: databases.sh start|stop" >&2
  exit 2
  ;;
esac
