/* The statements that storing uses, prepared once for each open workspace. */
#ifndef REL_INGEST_WORKSPACE_SQL_H
#define REL_INGEST_WORKSPACE_SQL_H

#define REL_WS_SQL_LIST(X)                                                                                   \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                              \
    X(COMMIT, "COMMIT")                                                                                      \
    X(ROLLBACK, "ROLLBACK")                                                                                  \
    X(ACCOUNT_FIND, "SELECT id FROM account WHERE key = ?1")                                                 \
    X(ALIAS_FIND, "SELECT account FROM account_alias WHERE key = ?1 ORDER BY seen_at DESC, account LIMIT 1") \
    X(ACCOUNT_ADD, "INSERT INTO account VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,"  \
                   "?18,?19)")                                                                               \
    X(ACCOUNT_READ, "SELECT * FROM account WHERE id = ?1")                                                   \
    X(ACCOUNT_WRITE, "UPDATE account SET handle=?4, name=?5, bio=?6, url=?7, location=?8, lang=?9,"          \
                     "created=?10, seen_at=?11, followers=?12, following=?13, posts=?14, verified=?15,"      \
                     "bot=?16, protected=?17, observed=?18 WHERE id=?1")                                     \
    X(NEWS_ADD,                                                                                              \
      "INSERT INTO account_news VALUES(NULL,?1,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)")      \
    X(NEWS_READ,                                                                                             \
      "SELECT account, handle, name, bio, url, location, lang, created, seen_at, followers,"                 \
      " following, posts, verified, bot, protected, observed FROM account_news ORDER BY account, id")        \
    X(NEWS_END, "DELETE FROM account_news")                                                                  \
    X(ALIAS_ADD, "INSERT INTO account_alias VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE"                       \
                 " SET seen_at = excluded.seen_at WHERE excluded.seen_at > ifnull(seen_at, 0)")              \
    X(PROFILE_ADD, "INSERT INTO profile VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT DO UPDATE SET"                 \
                   " seen_at=excluded.seen_at, followers=excluded.followers, following=excluded.following,"  \
                   " posts=excluded.posts WHERE excluded.seen_at < seen_at")                                 \
    X(LOOK_AT_ALL, "UPDATE progress SET value = 1 WHERE name = 'look_at_all' AND value = 0")                 \
    X(POST_ADD, "INSERT INTO post VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"    \
                "?19,?20,?21) ON CONFLICT DO NOTHING")                                                       \
    X(POST_FIND, "SELECT id FROM post WHERE platform = ?1 AND native_id = ?2")                               \
    X(POST_READ, "SELECT * FROM post WHERE platform = ?2 AND native_id = ?3")                                \
    X(POST_WRITE, "UPDATE post SET author=?4, kind=?5, time=?6, first_retrieved_at=?7, retrieved_at=?8,"     \
                  "text=?9, lang=?10, url=?11, conversation=?12, target_post=?13, likes=?14, replies=?15,"   \
                  "shares=?16, quotes=?17, views=?18, collected=?19, time_error=?21 WHERE id=?1")            \
    X(TAG_ADD, "INSERT INTO post_tag VALUES(?1,?2) ON CONFLICT DO NOTHING")                                  \
    X(LINK_ADD, "INSERT INTO post_link VALUES(?1,?2) ON CONFLICT DO NOTHING")                                \
    X(ACTS_OF_POST, "SELECT id, kind, target, target_post FROM interaction WHERE id BETWEEN ?1 AND ?2")      \
    X(ACT_ADD, "INSERT INTO interaction VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11) ON CONFLICT DO NOTHING")  \
    X(ACT_TARGET, "UPDATE interaction SET target = ?2 WHERE id = ?1")                                        \
    X(ACTS_MOVE, "UPDATE interaction SET time = ?3 WHERE id BETWEEN ?1 AND ?2 AND time IS ?4")               \
    X(PLAIN_READ, "SELECT id, weight, origin FROM interaction WHERE source=?1 AND target=?2 AND kind=?3"     \
                  " AND ifnull(time, 'none') = 'none' AND post IS NULL AND act_key IS NULL"                  \
                  " AND kind <> 'follow'")                                                                   \
    X(FOLLOW_MERGE,                                                                                          \
      "UPDATE OR IGNORE interaction SET weight = max(weight, ?5),"                                           \
      " time = CASE WHEN ?3 < time OR time IS NULL THEN ?3 ELSE time END,"                                   \
      " act_key = CASE WHEN ?4 > act_key OR act_key IS NULL THEN ?4 ELSE act_key END"                        \
      " WHERE source = ?1 AND target = ?2 AND kind = 'follow' AND target IS NOT NULL AND (?5 > weight"       \
      " OR ?3 < time OR (time IS NULL AND ?3 IS NOT NULL)"                                                   \
      " OR ?4 > act_key OR (act_key IS NULL AND ?4 IS NOT NULL))")                                           \
    X(PLAIN_ADD_TO, "UPDATE interaction SET weight = weight + ?2, count = count + ?3 WHERE id = ?1")         \
    X(PLAIN_RAISE, "UPDATE interaction SET weight = max(weight, ?2), count = max(count, ?3) WHERE id = ?1"   \
                   " AND (weight < ?2 OR count < ?3)")                                                       \
    X(TALLY, "INSERT INTO tally VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET"                               \
             " weight = weight + excluded.weight, count = count + excluded.count RETURNING weight, count")   \
    X(TALLY_END, "DELETE FROM tally WHERE source = ?1")                                                      \
    X(DELETED_FIND, "SELECT time FROM deleted WHERE what = ?1 AND platform = ?2 AND native_id = ?3")         \
    X(DELETED_ADD, "INSERT INTO deleted VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT DO NOTHING")                   \
    X(ACT_DELETE, "DELETE FROM interaction WHERE act_key = ?1")                                              \
    X(ACTS_DELETE, "DELETE FROM interaction WHERE id BETWEEN ?1 AND ?2")                                     \
    X(TAGS_DELETE, "DELETE FROM post_tag WHERE post = ?1")                                                   \
    X(LINKS_DELETE, "DELETE FROM post_link WHERE post = ?1")                                                 \
    X(POST_DELETE, "DELETE FROM post WHERE id = ?1")                                                         \
    X(REJECT_ADD, "INSERT INTO rejected(source, line, reason, detail) VALUES(?1,?2,?3,?4)")                  \
    X(REJECT_COUNT, "INSERT INTO source_rejected VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET"                 \
                    " count = count + excluded.count")                                                       \
    X(SOURCE_FIND, "SELECT id, position_bytes, position_lines FROM source WHERE identity = ?1"               \
                   " AND state = ?2 ORDER BY id DESC LIMIT 1")                                               \
    X(SOURCE_ADD, "INSERT INTO source(path, format, identity, state, started_at)"                            \
                  " VALUES(?1, ?2, ?3, 'running', ?4)")                                                      \
    X(SOURCE_BATCH, "UPDATE source SET position_bytes=?2, position_lines=?3, records=records+?4,"            \
                    " rejected=rejected+?5, ignored=ignored+?6, accounts_new=accounts_new+?7,"               \
                    " posts_new=posts_new+?8, posts_duplicate=posts_duplicate+?9,"                           \
                    " posts_deleted_before=posts_deleted_before+?10,"                                        \
                    " interactions_new=interactions_new+?11,"                                                \
                    " interactions_duplicate=interactions_duplicate+?12,"                                    \
                    " interactions_deleted_before=interactions_deleted_before+?13,"                          \
                    " self_interactions=self_interactions+?14,"                                              \
                    " unresolved_targets=unresolved_targets+?15, deletes=deletes+?16,"                       \
                    " text_replaced=text_replaced+?17, text_cut=text_cut+?18,"                               \
                    " fields_ignored=fields_ignored+?19, times_estimated=times_estimated+?20 WHERE id=?1")   \
    X(SOURCE_END, "UPDATE source SET state='complete', finished_at=?2, accounts_merged=?3,"                  \
                  " targets_resolved=?4 WHERE id=?1")                                                        \
    X(SOURCE_READ,                                                                                           \
      "SELECT records, ignored, accounts_new, posts_new, posts_duplicate, posts_deleted_before,"             \
      " interactions_new, interactions_duplicate, interactions_deleted_before,"                              \
      " self_interactions, unresolved_targets, deletes, text_replaced, text_cut,"                            \
      " fields_ignored, times_estimated, accounts_merged, targets_resolved FROM source WHERE id = ?1")       \
    X(REJECTED_READ, "SELECT reason, count FROM source_rejected WHERE source = ?1")                          \
    X(RUN_ADD, "INSERT INTO run(command, version, seed, parameters, started_at, finished_at)"                \
               " VALUES(?1,?2,?3,?4,?5,?5)")                                                                 \
    X(SCORE_ADD, "INSERT INTO score(run, criterion, account, score, rank) VALUES(?1,?2,?3,?4,?5)")           \
    X(SCORES_FORGET,                                                                                         \
      "DELETE FROM score WHERE run IN (SELECT id FROM run WHERE command=?1 AND parameters=?2)")              \
    X(COMMUNITIES_FORGET,                                                                                    \
      "DELETE FROM community WHERE run IN (SELECT id FROM run WHERE command=?1 AND parameters=?2)")          \
    X(INFLUENCE_FORGET,                                                                                      \
      "DELETE FROM influence WHERE run IN (SELECT id FROM run WHERE command=?1 AND parameters=?2)")          \
    X(LEARNING_FORGET,                                                                                       \
      "DELETE FROM learning WHERE run IN (SELECT id FROM run WHERE command=?1 AND parameters=?2)")           \
    X(RUN_FORGET, "DELETE FROM run WHERE command=?1 AND parameters=?2")                                      \
    X(SCORES_RUN, "SELECT max(run) FROM score WHERE criterion = ?1 AND (run = ?2 OR ?2 = 0)")                \
    X(SCORES_READ, "SELECT a.key, s.score, s.rank FROM score s JOIN account a ON a.id = s.account"           \
                   " WHERE s.run = ?1 AND s.criterion = ?2 ORDER BY s.rank")                                 \
    X(STORED_RUN, "SELECT id FROM run WHERE command = ?1 AND EXISTS(SELECT 1 FROM score WHERE run = run.id"  \
                  " AND criterion = ?2) ORDER BY parameters = ?3 DESC, id DESC LIMIT 1")                     \
    X(PICK_ADD, "INSERT INTO pick(run, position, account, added_reach, cost, reason)"                        \
                " VALUES(?1,?2,?3,?4,?5,?6)")                                                                \
    X(PICKS_FORGET,                                                                                          \
      "DELETE FROM pick WHERE run IN (SELECT id FROM run WHERE command=?1 AND parameters=?2)")               \
    X(PICKS_READ, "SELECT a.key, p.position, p.added_reach FROM pick p JOIN account a ON a.id = p.account"   \
                  " WHERE p.run = (SELECT max(run) FROM pick)")                                              \
    X(PICKS_REACHED, "SELECT a.key, s.score FROM score s JOIN account a ON a.id = s.account"                 \
                     " WHERE s.run = (SELECT max(run) FROM pick) AND s.criterion = ?1")                      \
    X(POST_LANGUAGES, "SELECT author, lang FROM post WHERE lang IS NOT NULL GROUP BY author, lang"           \
                      " ORDER BY author, sum(kind <> 'share') DESC, count(*) DESC, lang")                    \
    X(COMMUNITY_ADD, "INSERT INTO community(run, account, community) VALUES(?1,?2,?3)")                      \
    X(COMMUNITIES_READ, "SELECT a.key, c.community FROM community c JOIN account a ON a.id = c.account"      \
                        " WHERE c.run = (SELECT max(run) FROM community)")                                   \
    X(LEARNING_ADD, "INSERT INTO learning(run, method, rate, mean_delay, cascades, held_out)"                \
                    " VALUES(?1,?2,?3,?4,?5,?6)")                                                            \
    X(INFLUENCE_ADD, "INSERT INTO influence(run, source, target, p, trials) VALUES(?1,?2,?3,?4,?5)")         \
    X(LEARNING_READ, "SELECT l.run, l.method, l.rate, l.mean_delay, l.cascades, l.held_out, r.finished_at"   \
                     " FROM learning l JOIN run r ON r.id = l.run ORDER BY l.run DESC LIMIT 1")              \
    X(INFLUENCE_READ, "SELECT source, target, p, trials FROM influence WHERE run = ?1")                      \
    X(BRAND_HANDLES, "SELECT name, platform, value FROM brand WHERE what = 'handle' AND own = ?1"            \
                     " ORDER BY name, platform, value")

typedef enum rel_ws_sql {
#define X(name, text) REL_WS_##name,
    REL_WS_SQL_LIST(X)
#undef X
        REL_WS_SQL_COUNT
} rel_ws_sql;

#endif
