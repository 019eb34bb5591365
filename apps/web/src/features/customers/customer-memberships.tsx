import { ActionIcon, Anchor, Button, Group, Menu, Paper, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmDialog } from '../../ui/confirm-button';
import { ErrorState } from '../../ui/error-state';
import { ProblemAlert } from '../../ui/problem-alert';
import { CarriedOverBadge } from '../groups/carried-over-badge';
import { DeliveryStateBadge } from '../groups/delivery-state-badge';
import { GroupDot } from '../groups/group-badge';
import { GroupPicker } from '../groups/group-picker';
import {
  DELIVERY_STATES,
  groupsQuery,
  useAddMembers,
  useGroups,
  useRemoveMember,
  useSetMemberState,
  useTellAdded,
  type DeliveryState,
  type Membership,
} from '../groups/groups.api';
import { useSyncsStates } from '../settings/settings.api';
import { useMay } from '../users/session.api';

/** The groups of a customer, each with its own delivery state, which may be changed here. */
export function CustomerMemberships({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(groupsQuery.membershipsOf(customerId));
  const mayWrite = useMay('group.write');
  return (
    <Paper withBorder p="lg">
      <Title order={2} mb="sm">
        {t('customers.memberships.title')}
      </Title>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('customers.memberships.empty')}
        </Text>
      ) : null}
      <Stack gap={0}>
        {data?.map((membership) => (
          <MembershipRow key={membership.groupId} customerId={customerId} membership={membership} mayWrite={mayWrite} />
        ))}
      </Stack>
      {mayWrite && data ? <AddToGroup customerId={customerId} /> : null}
    </Paper>
  );
}

function MembershipRow(props: { customerId: string; membership: Membership; mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { membership } = props;
  return (
    <Group justify="space-between" wrap="nowrap" py={9} style={{ borderTop: '1px solid var(--kubari-row-line)' }}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8} wrap="nowrap">
          <GroupDot colour={membership.groupColour} />
          <Anchor component={Link} to={`/groups/${membership.groupId}`} size="sm" fw={600} truncate>
            {membership.groupName}
          </Anchor>
        </Group>
        <Text size="xs" c="dimmed" mt={2}>
          {membership.stateChangedAt === null
            ? t('customers.memberships.joined', { at: format.dateTime(membership.joinedAt) })
            : t('customers.memberships.changed', {
                at: format.dateTime(membership.stateChangedAt),
                via: t(`groups.via.${membership.stateChangedVia ?? 'screen'}`),
                by: membership.stateChangedByName ?? '',
              })}
        </Text>
        {membership.stateChangedVia === 'ledger' ? (
          <Text size="xs" mt={2}>
            <CarriedOverBadge />
          </Text>
        ) : null}
      </div>
      <Group gap={6} wrap="nowrap">
        <DeliveryStateBadge state={membership.deliveryState} />
        {props.mayWrite ? <StateMenu customerId={props.customerId} membership={membership} /> : null}
      </Group>
    </Group>
  );
}

/** Changing a state is asked again, with what it means; a ban cannot be lifted by the customer. */
function StateMenu({ customerId, membership }: { customerId: string; membership: Membership }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<DeliveryState | 'remove' | null>(null);
  const setState = useSetMemberState();
  const remove = useRemoveMember();
  const isSynced = useSyncsStates();
  const who = { groupId: membership.groupId, customerId };
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Tooltip label={t('app.action.moreActions')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${membership.groupName}: ${t('app.action.moreActions')}`}
            >
              <IconDots size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {DELIVERY_STATES.filter((state) => state !== membership.deliveryState).map((state) => (
            <Menu.Item key={state} onClick={() => setAsked(state)}>
              {t(`customers.memberships.to.${state}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setAsked('remove')}>{t('customers.memberships.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === null ? null : (
        <ConfirmDialog
          opened
          onClose={() => setAsked(null)}
          danger={asked !== 'active'}
          title={t(`customers.memberships.ask.${asked}.title`)}
          text={t(`customers.memberships.ask.${asked}.${isSynced ? 'textSynced' : 'text'}`, {
            group: membership.groupName,
          })}
          confirmLabel={asked === 'remove' ? t('customers.memberships.remove') : t(`customers.memberships.to.${asked}`)}
          onConfirm={async () => {
            await (asked === 'remove'
              ? remove.mutateAsync(who)
              : setState.mutateAsync({ ...who, deliveryState: asked }));
            notify(t('app.state.saved'));
          }}
        />
      )}
    </>
  );
}

function AddToGroup({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const [groupId, setGroupId] = useState<string | null>(null);
  const group = useGroups().find(({ id }) => id === groupId);
  const add = useAddMembers();
  const tellAdded = useTellAdded();
  const submit = () => {
    if (groupId === null) return;
    add.mutate(
      { groupId, customerIds: [customerId] },
      {
        onSuccess: (added) => {
          tellAdded(group?.name ?? '', added);
          setGroupId(null);
        },
      },
    );
  };
  return (
    <>
      <Group gap="xs" mt="sm" mb={add.error ? 'sm' : 0} align="flex-end" wrap="nowrap">
        <GroupPicker
          aria-label={t('customers.memberships.add')}
          placeholder={t('customers.memberships.add')}
          flex={1}
          value={groupId}
          onChange={setGroupId}
          clearable
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          disabled={groupId === null}
          loading={add.isPending}
          onClick={submit}
        >
          {t('app.action.add')}
        </Button>
      </Group>
      <ProblemAlert error={add.error} />
    </>
  );
}
