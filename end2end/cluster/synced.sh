#!/usr/bin/env bash
# HAProxy's check of a Galera node: a connection is not enough, as a node that is joining or cut off from the majority accepts
# connections and refuses queries. 4 is synced; 2 is a donor, which with mariabackup does not block.
# Arguments: HAProxy's (proxy, port, server, port).
state=$(MYSQL_PWD=oa timeout 4 mariadb --no-defaults -h "$3" -P "$4" -u oa -BN -e "SHOW STATUS LIKE 'wsrep_local_state'" 2>/dev/null)
[[ ${state##*[[:space:]]} = [24] ]]
