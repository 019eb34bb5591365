import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A stop by the person withdraws the consents of its group (J-31, J-33), whoever writes the change: once per statement,
 * in its transaction. A complaint withdraws consent to mail in general as well. Taking the stop back on the page it was
 * made on brings back what that stop withdrew; an operator's change never does, since it is no consent.
 */
export class WithdrawConsentByStop1795440061000 implements MigrationInterface {
  name = 'WithdrawConsentByStop1795440061000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create function withdraw_stopped_consents() returns trigger language plpgsql as $$
      begin
        if not exists (select from new_change where via in ('form', 'one_click', 'unsubscribe_page', 'complaint')) then
          return null;
        end if;
        update consent_record k set withdrawn_at = s.changed_at
          from (select customer_id, group_id, via, min(changed_at) as changed_at from new_change
                 where to_state = 'stopped' and via in ('form', 'one_click', 'unsubscribe_page', 'complaint')
                 group by customer_id, group_id, via) s
         where k.customer_id = s.customer_id and k.withdrawn_at is null and k.obtained_at <= s.changed_at
           and (k.group_id = s.group_id or (k.group_id is null and s.via = 'complaint'));
        update consent_record k set withdrawn_at = null
          from new_change n
         where n.from_state = 'stopped' and n.to_state = 'active' and n.via = 'unsubscribe_page'
           and k.customer_id = n.customer_id and k.group_id = n.group_id
           and k.withdrawn_at = (select max(c.changed_at) from group_membership_change c
                                  where c.customer_id = n.customer_id and c.group_id = n.group_id
                                    and c.to_state = 'stopped');
        return null;
      end $$`);
    await runner.query(`create trigger group_membership_change_withdraws after insert on group_membership_change
      referencing new table as new_change for each statement execute function withdraw_stopped_consents()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger group_membership_change_withdraws on group_membership_change');
    await runner.query('drop function withdraw_stopped_consents()');
  }
}
