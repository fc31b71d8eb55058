/* Ownership of one partition by two workers, with everything that can go wrong between them and the database.
 *
 * One row of `leases` with the effects that its next_offset stands for; a log in which ids come again; workers that are
 * killed or stopped anywhere, are taken over while they still run, learn nothing about a COMMIT, and a database that is
 * put back to an older state. Proved: after every COMMIT the effects are those of the log's prefix, each id once; and
 * when nothing can move any more, the whole log is counted.
 *
 * Each step names the C++ function that it stands for. `check` runs the protocol and the variants that must break it.
 */
#ifndef N
#define N 4            /* records in the log; record i carries id i % 3 */
#endif
#ifndef CAS_OFFSET
#define CAS_OFFSET 1   /* flush_transaction::advance compares next_offset */
#endif
#ifndef CAS_EPOCH
#define CAS_EPOCH 1    /* … and epoch */
#endif
#ifndef CAS_OWNER
#define CAS_OWNER 1    /* … and owner: a restored database gives an epoch out twice */
#endif
#ifndef REBUILD
#define REBUILD 1      /* engine::lose drops all memory; 0: only the position is read again */
#endif
#ifndef UNKNOWN
#define UNKNOWN 0      /* flush_store::resolve reads the rows; 1: taken as committed; 2: taken as rolled back */
#endif
#ifndef RENEW_OFFSET
#define RENEW_OFFSET 1 /* lease_store::renew compares committed and sealed offset */
#endif
#ifndef CLAIMS_BELOW
#define CLAIMS_BELOW 1 /* claim_ledger::open takes claims before the lease's position only */
#endif
#ifndef TERMINATE
#define TERMINATE 1    /* lease_store::disconnect_stopped ends the backend of a stopped owner */
#endif
#ifndef TAKEOVERS
#define TAKEOVERS 1    /* leases that run out while the owner still runs */
#endif
#ifndef RESTORES
#define RESTORES 1
#endif

byte nxt, epo, own;    /* the row: next_offset, epoch, owner (0: nobody, or one who is dead) */
byte tot, seen;        /* the effects: a COUNT cell, usage_claim_runs */
byte locked;           /* whose transaction holds the row */
byte bnxt, bepo, bown, btot, bseen;
bit backed, stopped[3];
byte takeovers, crashes, unknowns, restores, stops;

inline id_of(i, r) { if :: (i % 3 == 0) -> r = 1 :: (i % 3 == 1) -> r = 2 :: else -> r = 4 fi }

/* What a prefix of n records holds. */
#define DISTINCT(n) ((n) < 3 -> (n) : 3)
#define IDS(n) ((n) == 0 -> 0 : ((n) == 1 -> 1 : ((n) == 2 -> 3 : 7)))

/* What lease_store::renew finds out, at whatever offset. */
#define NOT_MINE (REBUILD && !(own == me && epo == me_epoch))

/* The end of a COMMIT in the server. */
inline apply() {
  nxt = to; tot = tot + d; seen = seen | ns;
  locked = 0;
  assert(tot == DISTINCT(nxt) && seen == IDS(nxt))
}

/* kill -9: the server rolls the open transaction back; a new process knows nothing. */
inline killed() {
  crashes++;
  if :: locked == me -> locked = 0 :: else fi;
  if :: own == me -> own = 0 :: else fi
}

/* A process that is stopped, or hangs, for ever. */
inline stops_for_ever() { stops++; stopped[me] = 1; false }

proctype Worker(byte me) {
  byte mn, ms;            /* memory: committed offset, remembered ids (usage_processor, claim_table) */
  byte me_epoch, to, d, ns, i, bit_of;

acquire:                  /* engine::acquire, lease_store::acquire: lease.take and lease.disconnect_stopped */
  atomic {
    (own == 0 || own == me || stopped[own] || takeovers < TAKEOVERS) && (TERMINATE || locked == 0);
    if
    :: own == 0 || own == me || stopped[own]
    :: else -> takeovers++
    fi;
    locked = 0;           /* pg_terminate_backend: rolled back, before the row is taken */
    epo++; own = me;
    me_epoch = epo; mn = nxt; to = mn; d = 0; ns = 0; i = 0; bit_of = 0
  };
load:                     /* engine::open_pending, usage_processor::open, claim_ledger::open: not atomic with the above */
  atomic {
    if :: CLAIMS_BELOW -> ms = seen & IDS(mn) :: else -> ms = seen fi
  };

turn:                     /* engine::step */
  if
  :: atomic { !(own == me && epo == me_epoch && (!RENEW_OFFSET || nxt == mn)) && REBUILD -> ms = 0; mn = 0; to = 0; goto acquire }
                          /* engine::renew: not ours any more, engine::lose */
  :: atomic { crashes < 1 -> killed(); ms = 0; mn = 0; to = 0; goto acquire }
  :: atomic { stops < 1 -> stops_for_ever() }
  :: atomic { mn < N ->   /* engine::read, usage_processor::absorb: one record or two */
       if :: to = mn + 1 :: mn + 2 <= N -> to = mn + 2 fi;
       i = mn; d = 0; ns = ms;
       do
       :: i < to -> id_of(i, bit_of); if :: (ns & bit_of) == 0 -> d++; ns = ns | bit_of :: else fi; i++
       :: else -> break
       od;
       i = 0; bit_of = 0
     }
  fi;

begin:                    /* flush::step: begin, flush_transaction::advance; waits for the row's lock */
  atomic {
    if
    :: locked == 0
    :: NOT_MINE && locked != 0 -> ms = 0; mn = 0; to = 0; goto acquire  /* engine::renew goes on beside the flush */
    fi;
    if
    :: (!CAS_OFFSET || nxt == mn) && (!CAS_EPOCH || epo == me_epoch) && (!CAS_OWNER || own == me) -> locked = me
    :: else ->            /* fenced: engine::lose */
       if
       :: REBUILD -> ms = 0; mn = 0; to = 0; goto acquire
       :: else -> mn = nxt; goto turn
       fi
    fi
  };

write:                    /* batch::write, copy_writer: the longest part; here a stopped owner is disconnected */
  if
  :: atomic { locked != me -> goto begin }    /* connection lost: flush::again */
  :: atomic { crashes < 1 -> killed(); ms = 0; mn = 0; to = 0; goto acquire }
  :: atomic { stops < 1 -> stops_for_ever() }
  :: locked == me
  fi;

commit:                   /* flush_transaction::commit */
  atomic {
    if
    :: locked == me -> apply(); mn = to; ms = ns; goto turn
    :: locked == me && unknowns < 1 -> unknowns++; apply()  /* applied, and the answer is lost */
    :: locked == me && unknowns < 1 -> unknowns++           /* still on its way in the server */
    :: locked == me && crashes < 1 ->                       /* applied, and killed before memory learned it */
       apply(); killed(); ms = 0; mn = 0; to = 0; goto acquire
    :: locked != me -> skip                                 /* the backend was ended: unknown to the client as well */
    fi
  };
  if
  :: UNKNOWN == 1 -> atomic { mn = to; ms = ns; goto turn }
  :: UNKNOWN == 2 -> atomic { if :: locked == me -> locked = 0 :: else fi; goto begin }
  :: else
  fi;

resolve:                  /* flush_store::reconnect ends the old backend, which may still have committed */
  atomic {
    if
    :: locked == me -> apply()
    :: locked == me -> locked = 0
    :: locked != me
    fi
  };
  atomic {                /* flush_store::resolve: FOR UPDATE on the new connection */
    if
    :: locked == 0
    :: NOT_MINE && locked != 0 -> ms = 0; mn = 0; to = 0; goto acquire
    fi;
    if
    :: epo != me_epoch || (nxt != mn && nxt != to) -> ms = 0; mn = 0; to = 0; goto acquire
    :: epo == me_epoch && nxt == to -> mn = to; ms = ns; goto turn
    :: epo == me_epoch && nxt == mn && nxt != to -> goto begin
    fi
  }
}

/* An operator: a backup at any moment, and all of the database put back to it. */
proctype Operator() {
  do
  :: atomic { !backed && RESTORES > 0 -> bnxt = nxt; bepo = epo; bown = own; btot = tot; bseen = seen; backed = 1 }
  :: atomic { backed && restores < RESTORES ->
       restores++; nxt = bnxt; epo = bepo; own = bown; tot = btot; seen = bseen; locked = 0 }
  :: restores == RESTORES -> break
  od
}

/* Runs when nobody else can: everything that was in the log has been counted. */
proctype Rest() { timeout -> assert(nxt == N && tot == DISTINCT(N) && seen == IDS(N)) }

init { atomic { run Worker(1); run Worker(2); run Operator(); run Rest() } }
