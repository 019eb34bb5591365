import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Generated from the entities, then read; TypeORM quotes every name. */
export class Initial1795432400000 implements MigrationInterface {
  name = 'Initial1795432400000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "customer_field" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "label" text NOT NULL, "merge_key" text NOT NULL, "type" text NOT NULL, "choices" jsonb NOT NULL DEFAULT '[]', "position" integer NOT NULL, "required" boolean NOT NULL DEFAULT false, "merge_default" text NOT NULL DEFAULT '', "searchable" boolean NOT NULL DEFAULT false, "retired_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "customer_field_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "customer_field_label_key" ON "customer_field"  ("label") WHERE retired_at is null`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "customer_field_merge_key_key" ON "customer_field"  ("merge_key") WHERE retired_at is null`,
    );
    await queryRunner.query(
      `CREATE TABLE "customer" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "email" text NOT NULL, "email_normalised" text NOT NULL, "status" text NOT NULL DEFAULT 'ok', "error_count" integer NOT NULL DEFAULT '0', "status_changed_at" TIMESTAMP WITH TIME ZONE, "registered_via" text NOT NULL, "field_values" jsonb NOT NULL DEFAULT '{}', "last_import_id" bigint, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "customer_error_count_check" CHECK (error_count >= 0), CONSTRAINT "customer_status_check" CHECK (status in ('ok', 'error')), CONSTRAINT "customer_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "customer_email_normalised_key" ON "customer"  ("email_normalised") `);
    await queryRunner.query(
      `CREATE TABLE "sender_address" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "email" text NOT NULL, "display_name" text NOT NULL, "reply_to" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "sender_address_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "sender_address_email_key" ON "sender_address"  ("email") `);
    await queryRunner.query(
      `CREATE TABLE "delivery_group" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "name" text NOT NULL, "colour" text NOT NULL DEFAULT 'indigo', "description" text NOT NULL DEFAULT '', "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "sender_address_id" bigint, CONSTRAINT "delivery_group_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "delivery_group_name_key" ON "delivery_group"  ("name") `);
    await queryRunner.query(
      `CREATE TABLE "mailing" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "format" text NOT NULL, "subject" text NOT NULL DEFAULT '', "text_body" text NOT NULL DEFAULT '', "html_body" text NOT NULL DEFAULT '', "track_links" boolean NOT NULL DEFAULT true, "track_opens" boolean NOT NULL DEFAULT true, "version" integer NOT NULL DEFAULT '1', "author_id" bigint, "test_sent_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "deleted_at" TIMESTAMP WITH TIME ZONE, "group_id" bigint, "sender_address_id" bigint, CONSTRAINT "mailing_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "mailing_group_id_idx" ON "mailing"  ("group_id") `);
    await queryRunner.query(
      `CREATE TABLE "delivery" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "group_name" text NOT NULL, "filter" jsonb, "state" text NOT NULL DEFAULT 'scheduled', "paused_from" text, "hold_reason" text, "hold_detail" text, "starts_at" TIMESTAMP WITH TIME ZONE NOT NULL, "started_at" TIMESTAMP WITH TIME ZONE, "finished_at" TIMESTAMP WITH TIME ZONE, "funnel" jsonb, "recipient_count" integer NOT NULL DEFAULT '0', "recipients_pruned_at" TIMESTAMP WITH TIME ZONE, "final_counts" jsonb, "scheduled_by" bigint, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "mailing_id" bigint NOT NULL, "group_id" bigint, CONSTRAINT "delivery_state_check" CHECK (state in ('scheduled', 'planning', 'sending', 'paused', 'sent', 'canceled', 'failed')), CONSTRAINT "delivery_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "delivery_group_id_idx" ON "delivery"  ("group_id") `);
    await queryRunner.query(`CREATE INDEX "delivery_mailing_id_idx" ON "delivery"  ("mailing_id") `);
    await queryRunner.query(
      `CREATE INDEX "delivery_due_idx" ON "delivery"  ("starts_at") WHERE state in ('scheduled', 'planning', 'sending')`,
    );
    await queryRunner.query(
      `CREATE TABLE "delivery_batch" ("delivery_id" bigint NOT NULL, "batch_no" integer NOT NULL, "domain_group" text NOT NULL, "next_at" TIMESTAMP WITH TIME ZONE NOT NULL, "lease_token" uuid, "lease_until" TIMESTAMP WITH TIME ZONE, "done_at" TIMESTAMP WITH TIME ZONE, "dirty" boolean NOT NULL DEFAULT false, "counts" jsonb NOT NULL DEFAULT '{}', CONSTRAINT "delivery_batch_pkey" PRIMARY KEY ("delivery_id", "batch_no"))`,
    );
    await queryRunner.query(`CREATE INDEX "delivery_batch_dirty_idx" ON "delivery_batch"  ("delivery_id") WHERE dirty`);
    await queryRunner.query(
      `CREATE INDEX "delivery_batch_open_idx" ON "delivery_batch"  ("delivery_id", "next_at") WHERE done_at is null`,
    );
    await queryRunner.query(
      `CREATE TABLE "delivery_content" ("delivery_id" bigint NOT NULL, "format" text NOT NULL, "subject" text NOT NULL, "text_body" text NOT NULL, "html_body" text, "sender_email" text NOT NULL, "sender_name" text NOT NULL, "reply_to" text, "track_links" boolean NOT NULL, "track_opens" boolean NOT NULL, "merge_keys" jsonb NOT NULL, CONSTRAINT "delivery_content_pkey" PRIMARY KEY ("delivery_id"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "delivery_link" ("delivery_id" bigint NOT NULL, "link_no" smallint NOT NULL, "url" text NOT NULL, "label" text NOT NULL DEFAULT '', CONSTRAINT "delivery_link_pkey" PRIMARY KEY ("delivery_id", "link_no"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "delivery_recipient" ("id" uuid NOT NULL DEFAULT uuidv7(), "delivery_id" bigint NOT NULL, "customer_id" bigint NOT NULL, "email" text NOT NULL, "batch_no" integer, "state" text NOT NULL, "skip_reason" text, "trouble" text, "error_kind" text, "error_detail" text, "attempt_count" smallint NOT NULL DEFAULT '0', "accepted_at" TIMESTAMP WITH TIME ZONE, "opened_at" TIMESTAMP WITH TIME ZONE, "mpp_opened_at" TIMESTAMP WITH TIME ZONE, "clicked_at" TIMESTAMP WITH TIME ZONE, "unsubscribed_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "delivery_recipient_state_check" CHECK (state in ('pending', 'submitting', 'unknown', 'held', 'skipped', 'failed', 'accepted', 'delayed', 'delivered', 'bounced_soft', 'bounced_hard', 'rejected', 'complained')), CONSTRAINT "delivery_recipient_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "delivery_recipient_clicked_idx" ON "delivery_recipient"  ("delivery_id", "id") WHERE clicked_at is not null`,
    );
    await queryRunner.query(
      `CREATE INDEX "delivery_recipient_opened_idx" ON "delivery_recipient"  ("delivery_id", "id") WHERE opened_at is not null`,
    );
    await queryRunner.query(
      `CREATE INDEX "delivery_recipient_trouble_idx" ON "delivery_recipient"  ("delivery_id", "trouble", "id") WHERE trouble is not null`,
    );
    await queryRunner.query(
      `CREATE INDEX "delivery_recipient_skipped_idx" ON "delivery_recipient"  ("delivery_id", "skip_reason", "id") WHERE skip_reason is not null`,
    );
    await queryRunner.query(
      `CREATE INDEX "delivery_recipient_batch_idx" ON "delivery_recipient"  ("delivery_id", "batch_no") `,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "delivery_recipient_customer_key" ON "delivery_recipient"  ("customer_id", "delivery_id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "send_attempt" ("recipient_id" uuid NOT NULL, "attempt_no" smallint NOT NULL, "started_at" TIMESTAMP WITH TIME ZONE NOT NULL, "deadline_at" TIMESTAMP WITH TIME ZONE NOT NULL, "outcome" text, "ses_message_id" text, "http_status" smallint, "detail" text, "resolved_by" text, "resolved_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "send_attempt_pkey" PRIMARY KEY ("recipient_id", "attempt_no"))`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "send_attempt_ses_message_id_key" ON "send_attempt"  ("ses_message_id") WHERE ses_message_id is not null`,
    );
    await queryRunner.query(
      `CREATE INDEX "send_attempt_open_idx" ON "send_attempt"  ("deadline_at") WHERE outcome is null or outcome = 'unknown'`,
    );
    await queryRunner.query(
      `CREATE TABLE "group_membership_change" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "group_id" bigint NOT NULL, "customer_id" bigint NOT NULL, "from_state" text, "to_state" text, "via" text NOT NULL, "user_id" bigint, "delivery_id" bigint, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "group_membership_change_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "group_membership_change_customer_id_idx" ON "group_membership_change"  ("customer_id", "id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "group_membership" ("group_id" bigint NOT NULL, "customer_id" bigint NOT NULL, "delivery_state" text NOT NULL DEFAULT 'active', "state_changed_at" TIMESTAMP WITH TIME ZONE, "state_changed_via" text, "state_changed_by" bigint, "joined_at" TIMESTAMP WITH TIME ZONE NOT NULL, "joined_via" text NOT NULL, CONSTRAINT "group_membership_delivery_state_check" CHECK (delivery_state in ('active', 'stopped', 'banned')), CONSTRAINT "group_membership_pkey" PRIMARY KEY ("group_id", "customer_id"))`,
    );
    await queryRunner.query(`CREATE INDEX "group_membership_customer_id_idx" ON "group_membership"  ("customer_id") `);
    await queryRunner.query(
      `CREATE TABLE "import_job" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "state" text NOT NULL, "file_name" text NOT NULL, "file_bytes" bigint NOT NULL DEFAULT '0', "encoding" text NOT NULL, "delimiter" text NOT NULL DEFAULT ',', "has_header" boolean NOT NULL DEFAULT true, "mapping" jsonb NOT NULL DEFAULT '[]', "overwrite" boolean NOT NULL DEFAULT false, "empty_cells" text NOT NULL DEFAULT 'keep', "cursor_byte" bigint NOT NULL DEFAULT '0', "row_count" integer NOT NULL DEFAULT '0', "success_count" integer NOT NULL DEFAULT '0', "failed_count" integer NOT NULL DEFAULT '0', "other_count" integer NOT NULL DEFAULT '0', "stopped_count" integer NOT NULL DEFAULT '0', "failure" text, "lease_token" uuid, "lease_until" TIMESTAMP WITH TIME ZONE, "created_by" bigint, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "started_at" TIMESTAMP WITH TIME ZONE, "finished_at" TIMESTAMP WITH TIME ZONE, "expires_at" TIMESTAMP WITH TIME ZONE, "group_id" bigint, CONSTRAINT "import_job_state_check" CHECK (state in ('created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled')), CONSTRAINT "import_job_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "import_job_open_idx" ON "import_job"  ("id") WHERE state in ('queued', 'running')`,
    );
    await queryRunner.query(
      `CREATE TABLE "import_chunk" ("import_id" bigint NOT NULL, "chunk_no" integer NOT NULL, "first_row" integer NOT NULL, "row_count" integer NOT NULL, "byte_from" bigint NOT NULL, "byte_to" bigint NOT NULL, "outcomes" bytea NOT NULL, "details" jsonb NOT NULL DEFAULT '{}', CONSTRAINT "import_chunk_pkey" PRIMARY KEY ("import_id", "chunk_no"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "setting" ("key" text NOT NULL, "value" jsonb NOT NULL, "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "setting_pkey" PRIMARY KEY ("key"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "ses_notification" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "message_key" text NOT NULL, "received_at" TIMESTAMP WITH TIME ZONE NOT NULL, "payload" text NOT NULL, "state" text NOT NULL DEFAULT 'new', "try_count" smallint NOT NULL DEFAULT '0', "next_try_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "ses_notification_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "ses_notification_message_key" ON "ses_notification"  ("message_key") `,
    );
    await queryRunner.query(
      `CREATE INDEX "ses_notification_open_idx" ON "ses_notification"  ("next_try_at") WHERE state in ('new', 'orphan')`,
    );
    await queryRunner.query(
      `CREATE TABLE "tracking_event" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "recipient_id" uuid NOT NULL, "delivery_id" bigint NOT NULL, "kind" text NOT NULL, "occurred_at" TIMESTAMP WITH TIME ZONE NOT NULL, "effect_key" text, "link_no" smallint, "visitor" text, "user_agent" text, "ip" text, "detail" jsonb, CONSTRAINT "tracking_event_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "tracking_event_delivery_kind_idx" ON "tracking_event"  ("delivery_id", "kind", "link_no", "id") `,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "tracking_event_effect_key" ON "tracking_event"  ("recipient_id", "effect_key") `,
    );
    await queryRunner.query(
      `CREATE TABLE "login_attempt" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "attempted_at" TIMESTAMP WITH TIME ZONE NOT NULL, "email_normalised" text NOT NULL, "user_id" bigint, "succeeded" boolean NOT NULL, "reason" text, "ip" text, "user_agent" text, CONSTRAINT "login_attempt_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "login_attempt_email_at_idx" ON "login_attempt"  ("email_normalised", "attempted_at") `,
    );
    await queryRunner.query(
      `CREATE TABLE "user_role" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "name" text NOT NULL, "permissions" text array NOT NULL DEFAULT '{}', "built_in" boolean NOT NULL DEFAULT false, CONSTRAINT "user_role_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "user_role_name_key" ON "user_role"  ("name") `);
    await queryRunner.query(
      `CREATE TABLE "app_user" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "email" text NOT NULL, "email_normalised" text NOT NULL, "name" text NOT NULL, "password_hash" text NOT NULL, "locale" text NOT NULL DEFAULT 'ja', "disabled_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "role_id" bigint NOT NULL, CONSTRAINT "app_user_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "app_user_email_normalised_key" ON "app_user"  ("email_normalised") `);
    await queryRunner.query(
      `CREATE TABLE "user_session" ("token_hash" bytea NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "last_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL, "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, "ip" text, "user_agent" text, "user_id" bigint NOT NULL, CONSTRAINT "user_session_pkey" PRIMARY KEY ("token_hash"))`,
    );
    await queryRunner.query(`CREATE INDEX "user_session_user_id_idx" ON "user_session"  ("user_id") `);
    await queryRunner.query(
      `CREATE TABLE "setup_token" ("id" smallint NOT NULL, "token_hash" bytea NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "setup_token_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery_group" ADD CONSTRAINT "delivery_group_sender_address_id_fkey" FOREIGN KEY ("sender_address_id") REFERENCES "sender_address"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "mailing" ADD CONSTRAINT "mailing_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "delivery_group"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "mailing" ADD CONSTRAINT "mailing_sender_address_id_fkey" FOREIGN KEY ("sender_address_id") REFERENCES "sender_address"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery" ADD CONSTRAINT "delivery_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailing"("id") ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery" ADD CONSTRAINT "delivery_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "delivery_group"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery_batch" ADD CONSTRAINT "delivery_batch_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery_content" ADD CONSTRAINT "delivery_content_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "delivery_link" ADD CONSTRAINT "delivery_link_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "group_membership" ADD CONSTRAINT "group_membership_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "delivery_group"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "group_membership" ADD CONSTRAINT "group_membership_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "import_job" ADD CONSTRAINT "import_job_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "delivery_group"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "import_chunk" ADD CONSTRAINT "import_chunk_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import_job"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "app_user" ADD CONSTRAINT "app_user_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "user_role"("id") ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "user_session" DROP CONSTRAINT "user_session_user_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "app_user" DROP CONSTRAINT "app_user_role_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "import_chunk" DROP CONSTRAINT "import_chunk_import_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "import_job" DROP CONSTRAINT "import_job_group_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "group_membership" DROP CONSTRAINT "group_membership_customer_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "group_membership" DROP CONSTRAINT "group_membership_group_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery_link" DROP CONSTRAINT "delivery_link_delivery_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery_content" DROP CONSTRAINT "delivery_content_delivery_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery_batch" DROP CONSTRAINT "delivery_batch_delivery_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery" DROP CONSTRAINT "delivery_group_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery" DROP CONSTRAINT "delivery_mailing_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "mailing" DROP CONSTRAINT "mailing_sender_address_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "mailing" DROP CONSTRAINT "mailing_group_id_fkey"`);
    await queryRunner.query(`ALTER TABLE "delivery_group" DROP CONSTRAINT "delivery_group_sender_address_id_fkey"`);
    await queryRunner.query(`DROP TABLE "setup_token"`);
    await queryRunner.query(`DROP INDEX "public"."user_session_user_id_idx"`);
    await queryRunner.query(`DROP TABLE "user_session"`);
    await queryRunner.query(`DROP INDEX "public"."app_user_email_normalised_key"`);
    await queryRunner.query(`DROP TABLE "app_user"`);
    await queryRunner.query(`DROP INDEX "public"."user_role_name_key"`);
    await queryRunner.query(`DROP TABLE "user_role"`);
    await queryRunner.query(`DROP INDEX "public"."login_attempt_email_at_idx"`);
    await queryRunner.query(`DROP TABLE "login_attempt"`);
    await queryRunner.query(`DROP INDEX "public"."tracking_event_effect_key"`);
    await queryRunner.query(`DROP INDEX "public"."tracking_event_delivery_kind_idx"`);
    await queryRunner.query(`DROP TABLE "tracking_event"`);
    await queryRunner.query(`DROP INDEX "public"."ses_notification_open_idx"`);
    await queryRunner.query(`DROP INDEX "public"."ses_notification_message_key"`);
    await queryRunner.query(`DROP TABLE "ses_notification"`);
    await queryRunner.query(`DROP TABLE "setting"`);
    await queryRunner.query(`DROP TABLE "import_chunk"`);
    await queryRunner.query(`DROP INDEX "public"."import_job_open_idx"`);
    await queryRunner.query(`DROP TABLE "import_job"`);
    await queryRunner.query(`DROP INDEX "public"."group_membership_customer_id_idx"`);
    await queryRunner.query(`DROP TABLE "group_membership"`);
    await queryRunner.query(`DROP INDEX "public"."group_membership_change_customer_id_idx"`);
    await queryRunner.query(`DROP TABLE "group_membership_change"`);
    await queryRunner.query(`DROP INDEX "public"."send_attempt_open_idx"`);
    await queryRunner.query(`DROP INDEX "public"."send_attempt_ses_message_id_key"`);
    await queryRunner.query(`DROP TABLE "send_attempt"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_customer_key"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_batch_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_skipped_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_trouble_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_opened_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_recipient_clicked_idx"`);
    await queryRunner.query(`DROP TABLE "delivery_recipient"`);
    await queryRunner.query(`DROP TABLE "delivery_link"`);
    await queryRunner.query(`DROP TABLE "delivery_content"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_batch_open_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_batch_dirty_idx"`);
    await queryRunner.query(`DROP TABLE "delivery_batch"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_due_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_mailing_id_idx"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_group_id_idx"`);
    await queryRunner.query(`DROP TABLE "delivery"`);
    await queryRunner.query(`DROP INDEX "public"."mailing_group_id_idx"`);
    await queryRunner.query(`DROP TABLE "mailing"`);
    await queryRunner.query(`DROP INDEX "public"."delivery_group_name_key"`);
    await queryRunner.query(`DROP TABLE "delivery_group"`);
    await queryRunner.query(`DROP INDEX "public"."sender_address_email_key"`);
    await queryRunner.query(`DROP TABLE "sender_address"`);
    await queryRunner.query(`DROP INDEX "public"."customer_email_normalised_key"`);
    await queryRunner.query(`DROP TABLE "customer"`);
    await queryRunner.query(`DROP INDEX "public"."customer_field_merge_key_key"`);
    await queryRunner.query(`DROP INDEX "public"."customer_field_label_key"`);
    await queryRunner.query(`DROP TABLE "customer_field"`);
  }
}
